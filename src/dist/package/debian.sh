#!/bin/sh
# Gathers what only the Debian package has, in the form that Debian wants.
#
# Usage: debian.sh IMAGE FOLDER
#   reads the distribution with its own Java, writes FOLDER/man1: the manual pages, compressed
set -eu

image=$1
folder=$2
rm -rf "$folder"
mkdir -p "$folder/man1"

for page in "$image"/share/man/man1/*.1; do
  gzip -9n <"$page" >"$folder/man1/${page##*/}.gz"
done
