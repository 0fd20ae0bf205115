#!/bin/sh
# Builds a distribution that does not need an installed Java: the same launcher with a bundled Java runtime that
# has vsecret as a module. Its class data archive works wherever the folder is moved.
#
# Usage: image.sh JAVA_HOME VERSION TIME DISTRIBUTION SOURCES FOLDER
#   reads the distribution with jars, the sources to compile again for Java 17, and the sources of the manual
#   pages, which are dated TIME; writes FOLDER/vsecret-VERSION-OS-ARCHITECTURE, its .tar.gz with a .sha256, and
#   FOLDER/image, a link to the first.
set -eu

java_home=$1
version=$2
time=$3
distribution=$4
sources=$5
folder=$6
here=$(cd "$(dirname "$0")" && pwd -P)

os=$(uname -s | tr '[:upper:]' '[:lower:]')
architecture=$(uname -m)
name=vsecret-$version-$os-$architecture
image=$folder/$name
classes=$folder/image-classes
rm -rf "$image" "$classes" "$folder/image"
mkdir -p "$image/bin" "$image/lib" "$classes"

for jar in "$distribution"/lib/*.jar; do
  (cd "$classes" && "$java_home/bin/jar" xf "$jar")
done
# Apply the multi-release classes up to Java 17, the oldest release that vsecret supports.
release=9
while [ "$release" -le 17 ]; do
  if [ -d "$classes/META-INF/versions/$release" ]; then
    cp -R "$classes/META-INF/versions/$release/." "$classes"
  fi
  release=$((release + 1))
done
rm -rf "$classes/META-INF/versions" "$classes/OSGI-INF" "$classes/module-info.class"
find "$sources" -name '*.java' -exec "$java_home/bin/javac" --release 17 -XDstringConcat=inline -nowarn \
  -cp "$classes" -d "$classes" {} +
"$java_home/bin/javac" --release 17 --module-version "$version" -d "$classes" "$here/module-info.java"

"$java_home/bin/jlink" --module-path "$classes" --add-modules dev.vsecret \
  --no-header-files --no-man-pages --output "$image/lib/runtime"
cp -p "$distribution/bin/vsecret" "$image/bin/vsecret"
cp -R -p "$distribution/share" "$image/share"
"$java_home/bin/java" -cp "$distribution/lib/vsecret.jar" dev.vsecret.cli.ManualPages \
  "$here/../man" "$version" "${time%%T*}" "$image/share/man/man1"

# Where each shell looks for completions below a prefix such as /usr/local.
completion() {
  mkdir -p "$image/share/${2%/*}"
  "$image/bin/vsecret" generate-completion --shell "$1" >"$image/share/$2"
}
completion bash bash-completion/completions/vsecret
completion zsh zsh/site-functions/_vsecret
completion fish fish/vendor_completions.d/vsecret.fish

cp -p "$here/../lib/train.sh" "$image/lib/train.sh"
cp -p "$distribution/README.md" "$distribution/LICENSE" "$image"
chmod 755 "$image/lib/train.sh"
# same_times: sets the time of all files to that of the release. A class data archive records the times of its
# sources.
same_times() {
  moment=$(echo "${time%Z}" | tr -d 'T:-' | sed 's/..$/.&/')
  find "$image" -exec env TZ=UTC touch -h -t "$moment" {} +
}
same_times
sh "$image/lib/train.sh"

ln -s "$name" "$folder/image"
# Make the archive reproducible: fixed order, owner and time.
same_times
cd "$folder"
case $(tar --version) in
  *GNU*) owner="--owner=root:0 --group=root:0 --format=gnu" ;;
  *) owner="--uid 0 --gid 0 --uname root --gname root --format=ustar" ;;
esac
# shellcheck disable=SC2086 # The options must be split.
find "$name" | LC_ALL=C sort | tar -cf - --no-recursion $owner -T - | gzip -9n >"$name.tar.gz"
if command -v sha256sum >/dev/null; then
  sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
else
  shasum -a 256 "$name.tar.gz" >"$name.tar.gz.sha256"
fi
