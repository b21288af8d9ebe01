import type { ContourSession } from './contourSession.ts';
import type { Notice } from './notice.ts';

/** Asks before the draft is given up; until the answer nothing has changed. */
export function askToDiscard(session: ContourSession, notice: Notice): void {
  if (session.saving || session.painter.isStroking) return;
  const question =
    session.version > 0
      ? `What was drawn since version ${session.version} is given up for good, and the case goes back to version ${session.version} as it was saved.`
      : 'All that is drawn is given up for good: no version was saved yet.';
  notice.showUntilSaved(question, [
    { name: 'Discard draft', act: () => void session.discardDraft() },
    { name: 'Keep it', act: () => undefined },
  ]);
}
