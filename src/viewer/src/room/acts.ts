import type { AdjudicationChoice } from '../contracts.ts';

/** More than a person tries. */
const most = 20;

/** What an adjudicator took in this case, the last first. It is kept with the tab, so that a reload does not forget it. */
export class Acts {
  private readonly key: string;

  constructor(readUrl: string) {
    this.key = `radl-acts ${readUrl}`;
  }

  get all(): AdjudicationChoice[] {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? '[]');
    } catch {
      return [];
    }
  }

  did(choice: AdjudicationChoice): void {
    this.keep([choice, ...this.all.filter((one) => one !== choice)].slice(0, most));
  }

  private keep(acts: AdjudicationChoice[]): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(acts));
    } catch {
      // A browser without storage: the server then tells it from the voxels.
    }
  }
}
