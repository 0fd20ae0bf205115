#!/bin/sh
# Makes vsecret start about twice as fast with a given JDK: runs its commands against the sandbox, records the
# classes they load, and stores these in a class data archive, lib/vsecret.jsa. The build runs this script. Run it
# again after you switch to another JDK. It only affects speed.
#
# Usage: train.sh [JAVA]    (default: the java in JAVA_HOME, else in PATH; a bundled runtime takes precedence)
set -eu

# run ARGUMENT...: runs vsecret and records its classes in the file $notes, if set. The launcher sets the same
# property.
run() {
  set -- dev.vsecret.Main "$@"
  if [ -d "$LIB/runtime" ]; then
    set -- -Dvsecret.ownJava=true -m dev.vsecret/"$@"
  else
    set -- -cp "$LIB/vsecret.jar" "$@"
  fi
  "$JAVA" -XX:TieredStopAtLevel=1 -Djdk.reflect.useNativeAccessorOnly=true \
    ${notes:+"-XX:DumpLoadedClassList=$notes"} "$@"
}

# vsecret NAME ARGUMENT...: runs vsecret and records its classes under NAME.
vsecret() {
  notes=$WORK/$TRANSPORT-$1.classes
  shift
  run "$@"
}

# sandbox TRANSPORT [OPTION]: does the training runs in a clean environment.
sandbox() {
  env -i LC_ALL=C.UTF-8 PATH="$PATH" HOME="$WORK" TMPDIR="$WORK" WORK="$WORK" LIB="$LIB" JAVA="$JAVA" \
    TRANSPORT="$1" sh "$LIB/train.sh" --in-sandbox ${2+"$2"}
}

case ${1:-} in
  --in-sandbox)
    shift
    # Not recorded: a larger archive slows down each start, and the sandbox is only for practice.
    notes=
    run sandbox "$@" -- sh "$LIB/train.sh" --commands
    exit
    ;;
  --commands)
    # Some of the runs are expected to fail.
    set +e
    vsecret version --version
    vsecret help --help
    vsecret json list -o json
    # As users have it: a host with a name, and its authority among those of the system.
    if [ "$TRANSPORT" = https ]; then
      export SSL_CERT_FILE="$VSECRET_CACERT" VSECRET_BASE_URL="https://localhost:${VSECRET_BASE_URL##*:}"
      unset VSECRET_CACERT
    fi
    vsecret list list
    vsecret status status
    printf 'VONAGE_API_KEY=%s\nVONAGE_API_SECRET=%s\n' \
      "$VONAGE_API_KEY" "$VONAGE_API_SECRET" >"$WORK/$TRANSPORT.env"
    vsecret revoke-old rotate --revoke-old --yes --config "$WORK/$TRANSPORT.env"
    vsecret create create --print --config "$WORK/$TRANSPORT.env"
    made=$(vsecret pick list -o json --config "$WORK/$TRANSPORT.env" | sed -n 's/.*"id": "\(.*\)".*/\1/p' | tail -n 1)
    vsecret revoke revoke "$made" --yes --config "$WORK/$TRANSPORT.env"
    vsecret rotate rotate --config "$WORK/$TRANSPORT.env"
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
trap 'restore; rm -rf "$WORK"' EXIT
trap 'exit 1' HUP INT TERM

# restore: puts the earlier archive of a bundled runtime back if there is no new one.
restore() {
  if [ -f "$WORK/earlier" ] && ! [ -f "$archive" ]; then
    mv "$WORK/earlier" "$archive"
  fi
}

# train: runs the commands over HTTP and HTTPS in parallel, and collects the classes they load.
train() {
  sandbox http >"$WORK/http.log" 2>&1 &
  sandbox https --tls >"$WORK/https.log" 2>&1 || true
  wait $! || true
  if ! [ -s "$WORK/http-usage.classes" ] || ! [ -s "$WORK/https-usage.classes" ]; then
    tail -n 20 "$WORK/http.log" "$WORK/https.log" >&2
    exit 1
  fi
  # Newer JDKs add numbers that differ in each run. If a run records a line several times, the archive needs it as
  # often, because the JVM stores one class for each: number such lines, remove the duplicates between runs, then the
  # numbers. Sorted in reverse, lines with @ follow their class.
  for notes in "$WORK"/*.classes; do
    sed -e '/ source: /d' -e 's/ id: [0-9]*$//' "$notes" | awk '{ print $0 "\t" ++count[$0] }'
  done | LC_ALL=C sort -ru | cut -f 1 >"$WORK/classes"
  if ! [ -s "$WORK/classes" ]; then
    echo "train.sh: no classes were recorded." >&2
    exit 1
  fi
}

# dump OPTION...: creates the archive, $WORK/jsa.
dump() {
  # From JDK 24 on, the archive can hold linked classes. With jars, this slows down --version by a sixth, but speeds
  # up list by a tenth. -XX:AOTCacheOutput does the same, but trains with a single run.
  if "$JAVA" -XX:+AOTClassLinking -version >/dev/null 2>&1; then
    set -- -XX:+AOTClassLinking "$@"
  fi
  # The archived heap requires G1, which is not the default on small machines.
  if ! "$JAVA" -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile="$WORK/classes" \
    -XX:SharedArchiveFile="$WORK/jsa" "$@" >"$WORK/dump.log" 2>&1; then
    tail -n 5 "$WORK/dump.log" >&2
    exit 1
  fi
}

if [ -d "$LIB/runtime" ]; then
  # The default location of the JVM's archive, which works wherever the folder is.
  JAVA=$LIB/runtime/bin/java
  archive=$LIB/runtime/lib/server/classes.jsa
  # The JVM would also record every class of an earlier archive.
  if [ -f "$archive" ]; then
    mv "$archive" "$WORK/earlier"
  fi
  train
  dump -m dev.vsecret/dev.vsecret.Main
  mv "$WORK/jsa" "$archive"
  exit
fi

JAVA=${1:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
JAVA=$(command -v "${JAVA:-java}")
JAVA=$(readlink -f "$JAVA" 2>/dev/null || echo "$JAVA")
archive=$LIB/vsecret.jsa
rm -f "$archive" "$archive.for"

# The JVM rejects an archive if a jar's modification time has changed, and is then slower than without one. The
# launcher can detect this because these times are older than any Java.
touch -t 198001010000 "$LIB"/*.jar

# An archive contains the class path as text. With the path of an open file descriptor, it remains valid when the
# distribution is moved.
class_path=$LIB/vsecret.jar
if [ -d /proc/self/fd ]; then
  exec 8<"$LIB"
  class_path=/proc/self/fd/8/vsecret.jar
fi
train
dump -cp "$class_path"
mv -f "$WORK/jsa" "$archive"
# The Java and the class path of the archive, in the launcher's format.
identity=$(sed '/^JAVA_VERSION=/q' "${JAVA%/bin/java}/release" | tr -d '\n')
echo "$identity $class_path" >"$archive.for"
