#!/bin/sh
# Makes vsecret start about twice as fast with one JDK: runs its commands against the sandbox, notes
# the classes that they load, and keeps those in lib/vsecret.jsa as the JVM wants them in memory.
# The build runs it; run it again to go with another JDK. Nothing but speed depends on it.
#
# Usage: train.sh [JAVA]    (default: the java of JAVA_HOME, else of PATH; where the distribution has
#                            a runtime of its own, that one always)
set -eu

# vsecret NAME ARGUMENT...: runs vsecret and notes its classes under NAME.
vsecret() {
  notes=$WORK/$TRANSPORT-$1.classes
  shift
  if [ -d "$LIB/runtime" ]; then
    "$JAVA" -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList="$notes" \
      -Dvsecret.ownJava=true -m dev.vsecret/dev.vsecret.Main "$@"
  else
    "$JAVA" -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList="$notes" -cp "$LIB/vsecret.jar" \
      dev.vsecret.Main "$@"
  fi
}

# sandbox TRANSPORT [OPTION]: the training runs, with nothing of the user's in their environment.
sandbox() {
  env -i LC_ALL=C.UTF-8 PATH="$PATH" HOME="$WORK" TMPDIR="$WORK" WORK="$WORK" LIB="$LIB" JAVA="$JAVA" \
    TRANSPORT="$1" sh "$LIB/train.sh" --in-sandbox ${2+"$2"}
}

case ${1:-} in
  --in-sandbox)
    shift
    vsecret sandbox sandbox "$@" -- sh "$LIB/train.sh" --commands
    exit
    ;;
  --commands)
    # Errors are trained too, so that no exit code matters.
    set +e
    vsecret version --version
    vsecret help --help
    vsecret list list
    vsecret json list -o json
    vsecret status status
    printf 'VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n' \
      "$VONAGE_API_KEY" "$VONAGE_API_SECRET" >"$WORK/$TRANSPORT.env"
    vsecret rotate rotate --config "$WORK/$TRANSPORT.env"
    vsecret create create --print
    kept=$(vsecret pick list -o json --config "$WORK/$TRANSPORT.env" | sed -n 's/.*"id": "\(.*\)".*/\1/p' | head -n 1)
    vsecret revoke revoke "$kept" --yes
    vsecret error list --api-key unknown --api-secret-file "$WORK/$TRANSPORT.env"
    vsecret usage rotate --no-such-option
    exit
    ;;
esac

# As the launcher does.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
{ export LC_ALL=C.UTF-8; } 2>/dev/null

LIB=$(cd "$(dirname "$0")" && pwd -P)
WORK=$(mktemp -d "$LIB/train.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
trap 'exit 1' HUP INT TERM

# train: runs the commands, over HTTP and HTTPS at once, and gathers what they load.
train() {
  sandbox http >"$WORK/http.log" 2>&1 &
  sandbox https --tls >"$WORK/https.log" 2>&1 || true
  wait $! || true
  if ! [ -s "$WORK/http-usage.classes" ] || ! [ -s "$WORK/https-usage.classes" ]; then
    tail -n 20 "$WORK/http.log" "$WORK/https.log" >&2
    exit 1
  fi
  # Newer JDKs number the classes, anew in each run.
  sed -e '/ source: /d' -e 's/ id: [0-9]*$//' "$WORK"/*.classes | sort -u >"$WORK/classes"
}

# dump OPTION...: makes the archive, $WORK/jsa.
dump() {
  # The archived heap needs G1, which small machines do not choose by themselves.
  if ! "$JAVA" -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile="$WORK/classes" \
    -XX:SharedArchiveFile="$WORK/jsa" "$@" >"$WORK/dump.log" 2>&1; then
    tail -n 5 "$WORK/dump.log" >&2
    exit 1
  fi
}

if [ -d "$LIB/runtime" ]; then
  # The place where the JVM looks for its own archive, which it finds wherever the folder is.
  JAVA=$LIB/runtime/bin/java
  train
  dump -m dev.vsecret/dev.vsecret.Main
  mv -f "$WORK/jsa" "$LIB/runtime/lib/server/classes.jsa"
  exit
fi

JAVA=${1:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
JAVA=$(command -v "${JAVA:-java}")
JAVA=$(readlink -f "$JAVA" 2>/dev/null || echo "$JAVA")
archive=$LIB/vsecret.jsa
rm -f "$archive" "$archive.for"

# The JVM refuses an archive when a jar's time has changed, and is then slower than with none. With
# times older than any Java's the launcher can tell.
touch -t 198001010000 "$LIB"/*.jar

# An archive holds the class path as text. Through an open folder that text is the same wherever the
# distribution is moved.
class_path=$LIB/vsecret.jar
if [ -d /proc/self/fd ]; then
  exec 8<"$LIB"
  class_path=/proc/self/fd/8/vsecret.jar
fi
train
dump -cp "$class_path"
mv -f "$WORK/jsa" "$archive"
# Which Java and which class path it is for, as the launcher spells them.
identity=$(sed '/^JAVA_VERSION=/q' "${JAVA%/bin/java}/release" | tr -d '\n')
echo "$identity $class_path" >"$archive.for"
