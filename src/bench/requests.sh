#!/bin/sh
# The requests of "vsecret list" and "vsecret rotate --revoke-old" with curl, without the safety.
set -eu
action=$1
file=$2
. "$file"
url=$VSECRET_BASE_URL/accounts/$VONAGE_API_KEY/secrets
ask() {
  secret=$1
  body=$2
  shift 2
  printf 'user = "%s:%s"\n%s\n' "$VONAGE_API_KEY" "$secret" "$body" |
    curl -sSf -K - ${VSECRET_CACERT:+--cacert "$VSECRET_CACERT"} -H 'Content-Type: application/json' "$@"
}
before=$(ask "$VONAGE_API_SECRET" "" "$url")
if [ "$action" = list ]; then
  echo "$before"
  exit
fi
id=$(printf '%s' "$before" | sed 's/.*"id" *: *"\([^"]*\)".*/\1/')
new=Aa1$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')
ask "$VONAGE_API_SECRET" "data = \"{\\\"secret\\\":\\\"$new\\\"}\"" "$url"
ask "$new" "" "$url"
ask "$new" "" "$url"
printf 'VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n' "$VONAGE_API_KEY" "$new" >"$file"
ask "$new" "" -X DELETE "$url/$id"
