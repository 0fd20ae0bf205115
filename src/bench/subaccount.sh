#!/bin/sh
# The requests of "vsecret rotate" for one subaccount with curl, without the safety: list, create, verify
# twice. Prints the new secret. Reads the primary account's credentials from the environment.
set -eu
url=$VSECRET_BASE_URL/accounts/$1/secrets
ask() {
  printf 'user = "%s"\n%s\n' "$1" "${2-}" | curl -sSf -K - -H 'Content-Type: application/json' "$url" >/dev/null
}
new=Aa1$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')
ask "$VONAGE_API_KEY:$VONAGE_API_SECRET"
ask "$VONAGE_API_KEY:$VONAGE_API_SECRET" "data = \"{\\\"secret\\\":\\\"$new\\\"}\""
ask "$1:$new"
ask "$1:$new"
echo "$1 $new"
