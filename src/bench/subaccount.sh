#!/bin/sh
# What "vsecret rotate" sends for one subaccount, by curl, with nothing of its safety: list, create,
# try twice. The new secret is printed. Credentials of the primary account come from the environment.
set -eu
url=$VSECRET_BASE_URL/accounts/$1/secrets
ask() {
  user=$1
  shift
  printf 'user = "%s"\n' "$user" | curl -sSf -K - -H 'Content-Type: application/json' "$@" >/dev/null
}
new=Aa1$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')
ask "$VONAGE_API_KEY:$VONAGE_API_SECRET" "$url"
ask "$VONAGE_API_KEY:$VONAGE_API_SECRET" -d "{\"secret\":\"$new\"}" "$url"
ask "$1:$new" "$url"
ask "$1:$new" "$url"
echo "$1 $new"
