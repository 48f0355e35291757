# usage: sh -c supervise.sh NAME GRACE PROGRAM ARGUMENT…
# Runs PROGRAM and ends the whole process group when it ends, or when standard input closes: our parent is gone then.
grace=$1
shift
exec 3<&0
"$@" </dev/null 3<&- &
child=$!
trap : TERM # outlive the signal that we send to the group
{
  trap "" TERM
  exec >/dev/null 2>&1
  cat <&3
  kill -TERM 0
  sleep "$grace"
  kill -KILL 0
} &
exec 3<&-
while kill -0 "$child" 2>/dev/null; do wait "$child"; done
kill -KILL 0
