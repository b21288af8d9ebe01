import { readdirSync, readFileSync } from 'node:fs';

/** Seconds of processor time that each process of the browser started by this program has used so far. */
export function browserCpuSeconds(): Map<number, number> {
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
  for (const pid of seconds.keys()) {
    let at = parents.get(pid) ?? 0;
    while (at > 1 && at !== process.pid) at = parents.get(at) ?? 0;
    if (at !== process.pid) seconds.delete(pid);
  }
  return seconds;
}

/** Seconds used since then by the processes that still run: a page before may have ended meanwhile. */
export function browserCpuSince(before: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const [pid, used] of browserCpuSeconds()) sum += used - (before.get(pid) ?? 0);
  return sum;
}
