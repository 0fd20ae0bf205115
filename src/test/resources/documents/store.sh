# Stands in for a program that saves and shows the secret of a store. Keeps it in the file STORE.
case "${0##*/} $*" in
  curl*)
    cat >"$STORE"
    printf '\n200'
    ;;
  *get* | *show*) cat "$STORE" ;;
  *) cat >"$STORE" ;;
esac
