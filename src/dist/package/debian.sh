#!/bin/sh
# Creates the files that only the Debian package has, in Debian's format.
#
# Usage: debian.sh IMAGE FOLDER
#   reads the distribution with bundled Java, writes
#   FOLDER/man1     the manual pages, compressed
#   FOLDER/doc      the documents, with the changelog and the copyright file
#   FOLDER/lintian  the lintian overrides
set -eu

image=$1
folder=$2
here=$(cd "$(dirname "$0")" && pwd -P)
rm -rf "$folder"
mkdir -p "$folder/man1" "$folder/lintian"

for page in "$image"/share/man/man1/*.1; do
  gzip -9n <"$page" >"$folder/man1/${page##*/}.gz"
done

cp -R "$image/share/doc" "$folder/doc"
cp "$here/debian/copyright" "$folder/doc"
sed 's,share/doc/,,g; s,](LICENSE),](copyright),' "$image/README.md" >"$folder/doc/README.md"
cp "$here/debian/lintian-overrides" "$folder/lintian/vsecret"

# mail_date DAY: prints the start of that day in the format of mail headers.
mail_date() {
  LC_ALL=C date -u -d "$1" '+%a, %d %b %Y 00:00:00 +0000' 2>/dev/null ||
    LC_ALL=C date -u -j -f %Y-%m-%d "$1" '+%a, %d %b %Y 00:00:00 +0000'
}

# Converts the versions in changes.md, "## VERSION (DAY)" and items, to a Debian changelog.
changelog() {
  maintainer=$(sed -n 's/^Maintainer: //p' "$here/deb/control")
  day=
  while IFS= read -r line; do
    case $line in
      '## '[0-9]*)
        finish_version
        version=${line#'## '}
        day=${version#*\(}
        day=${day%\)}
        printf 'vsecret (%s) stable; urgency=medium\n\n' "${version%% *}"
        ;;
      '## '*)
        finish_version
        day=
        ;;
      '- '*) [ -z "$day" ] || echo "  * ${line#- }" ;;
      '  '*) [ -z "$day" ] || echo "    ${line#  }" ;;
    esac
  done <"$image/share/doc/changes.md"
  finish_version
}

finish_version() {
  [ -z "$day" ] || printf '\n -- %s  %s\n\n' "$maintainer" "$(mail_date "$day")"
}

# A native package has only one changelog.
changelog | sed '$d' | gzip -9n >"$folder/doc/changelog.gz"
