# Prints what fish offers for a command line, a match with its description on each line.
#
# Usage: fish --no-config fish.sh SCRIPT LINE
source $argv[1]
complete -C$argv[2]
