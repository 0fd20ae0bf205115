# Prints what zsh offers for a command line, a match with its description on each line.
#
# Usage: zsh -f zsh.sh SCRIPT LINE
# A second zsh edits the line in a terminal of its own, where the key for completion is pressed.

if [[ $1 != --in-terminal ]]; then
  zmodload zsh/zpty
  result=$(mktemp)
  zpty terminal zsh -f ${(q)ZSH_ARGZERO:-$0} --in-terminal ${(q)1} ${(q)result}
  zpty -r terminal output '*ready*'
  zpty -w -n terminal "$2"$'\t'
  # Ends when the other zsh does.
  while zpty -r terminal output; do :; done
  cat $result
  rm $result
  exit
fi

script=$2
result=$3
autoload -Uz compinit
compinit -u -D
source $script

# All that completion finds goes through here.
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a matches descriptions
  local position=${@[(i)-d]}
  if (( position < $# )); then
    descriptions=(${(P)${@[position+1]}})
  fi
  builtin compadd -A matches -D descriptions "$@"
  local i
  for (( i = 1; i <= $#matches; i++ )); do
    print -r -- "${matches[i]}"$'\t'"${descriptions[i]}" >>$result
  done
  builtin compadd "$@"
}

report() {
  # As if the line were a command and not the value of a variable.
  unset 'compstate[vared]'
  _main_complete
  exit
}
zle -C report complete-word report
bindkey '^I' report
line=
print ready
vared line
