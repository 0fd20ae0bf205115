#!/bin/sh
# Writes a man page for vsecret and each of its commands, from what --help says.
#
# Usage: man.sh LAUNCHER VERSION FOLDER
set -eu

launcher=$1
version=$2
folder=$3
rm -rf "$folder"
mkdir -p "$folder"

# page NAME SEE-ALSO ARGUMENT...: the page of "vsecret ARGUMENT... --help".
page() {
  name=$1
  also=$2
  shift 2
  COLUMNS=80 "$launcher" "$@" --help >"$folder/help"
  {
    echo ".TH $name 1 \"\" \"vsecret $version\""
    echo .SH NAME
    # The description starts at the first line behind the usage that is not indented.
    echo "$name \\- $(sed -n -e '/^Usage:/d' -e '/^ /d' -e '/./{p;q;}' "$folder/help")"
    echo .SH DESCRIPTION
    echo .nf
    sed -e 's/\\/\\e/g' -e 's/-/\\-/g' -e "s/^[.']/\\\\\&&/" "$folder/help"
    echo .fi
    echo .SH SEE ALSO
    echo "$also"
  } | gzip -9n >"$folder/$name.1.gz"
  rm "$folder/help"
}

pages=
for command in list create revoke rotate status sandbox; do
  page "vsecret-$command" ".BR vsecret (1)" "$command"
  pages="$pages${pages:+, }vsecret\\-$command(1)"
done
page vsecret "$pages"
