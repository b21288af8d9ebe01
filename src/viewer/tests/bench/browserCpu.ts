import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of processor time that the browser started by this program has used so far; 0 where /proc is not there. */
export function browserCpuSeconds(): number {
  const parents = new Map<number, number>();
  const seconds = new Map<number, number>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(entry), Number(fields[1]));
      // Fields 14 and 15 of proc(5), in hundredths of a second.
      seconds.set(Number(entry), (Number(fields[11]) + Number(fields[12])) / 100);
    } catch {
      // It ended meanwhile.
    }
  }
  let sum = 0;
  for (const [pid, used] of seconds) {
    let at = parents.get(pid) ?? 0;
    while (at > 1 && at !== process.pid) at = parents.get(at) ?? 0;
    if (at === process.pid) sum += used;
  }
  return sum;
}
