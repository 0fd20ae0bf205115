#!/bin/sh
# What "vsecret rotate" sends for one subaccount, by curl, with nothing of its safety: list, create,
# try twice. The new secret is printed. Credentials of the primary account come from the environment.
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
