# Prints what bash offers for a command line, a match on each line.
#
# Usage: bash bash.sh SCRIPT LINE
# Bash-completion is loaded if it is installed, as it is in most terminals.

library=/usr/share/bash-completion/bash_completion
[[ -r $library ]] && source "$library"
source "$1"

# Bash takes an = for a word.
read -ra COMP_WORDS <<<"${2//=/ = }"
[[ $2 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMP_LINE=$2
COMP_POINT=${#2}
_vsecret
printf '%s\n' "${COMPREPLY[@]}"
