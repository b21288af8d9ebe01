import { html, svg } from './element.ts';
import { type ToolId, tools } from './tools.ts';

/** The tools on the left, each with its key letter. */
export class ToolRail {
  private readonly buttons = new Map<ToolId, HTMLButtonElement>();

  constructor(host: HTMLElement, readOnly: boolean, choose: (tool: ToolId) => void) {
    for (const tool of tools) {
      if (readOnly && tool.paints) continue;
      const icon = svg('svg', { viewBox: '0 0 24 24', 'aria-hidden': 'true' }, svg('path', { d: tool.icon }));
      const made = html(
        'button',
        {
          type: 'button',
          class: 'rv-tool',
          title: `${tool.name} (${tool.key}): ${tool.hint}`,
          'aria-keyshortcuts': tool.key,
          'data-testid': `tool-${tool.id}`,
          click: () => choose(tool.id),
        },
        icon,
        html('span', {}, tool.name),
        html('kbd', { 'aria-hidden': 'true' }, tool.key),
      );
      this.buttons.set(tool.id, made);
      host.append(made);
    }
  }

  /** Leaves only what looks and measures. */
  close(): void {
    for (const tool of tools) if (tool.paints) this.buttons.get(tool.id)?.remove();
  }

  show(active: ToolId): void {
    for (const [id, made] of this.buttons) made.setAttribute('aria-pressed', String(id === active));
  }
}
