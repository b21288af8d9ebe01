import type { ContourSession } from './contourSession.ts';
import type { Notice } from './notice.ts';

/** Asks before the draft is given up; until the answer nothing has changed. */
export function askToDiscard(session: ContourSession, notice: Notice): void {
  if (session.saving || session.painter.isStroking) return;
  const back = session.version > 0 ? `version ${session.version} as it was saved` : 'an empty case';
  notice.show(`What was drawn since is given up for good, and the case goes back to ${back}.`, [
    { name: 'Discard draft', act: () => void session.discardDraft() },
    { name: 'Keep it', act: () => undefined },
  ]);
}
