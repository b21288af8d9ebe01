import type { KeyAction } from './keys.ts';
import type { Room } from './room.ts';
import { tools, windowPresets } from './tools.ts';

/** What each key does in a room. */
export function keyActions(room: Room): Record<string, KeyAction> {
  const scroll = (slices: number) => () => void room.viewing.scroll(room.viewing.current, slices);
  const toEnd = (last: boolean) => () => scroll(last ? 100_000 : -100_000)();
  const actions: Record<string, KeyAction> = {
    '[': () => room.resizeBrush(false),
    ']': () => room.resizeBrush(true),
    x: () => room.setHand({ swapped: !room.hand.swapped }),
    k: () => room.setHand({ huLock: !room.hand.huLock }),
    v: () => room.setHand({ ball: !room.hand.ball }),
    'ctrl+z': () => room.undo(),
    'ctrl+y': () => room.redo(),
    'ctrl+shift+z': () => room.redo(),
    'ctrl+s': () => room.save(),
    i: () => room.viewing.invert(),
    h: () => room.setMaskStyle(room.maskStyle === 'hidden' ? 'filled' : 'hidden'),
    o: () => room.setMaskStyle(room.maskStyle === 'outline' ? 'filled' : 'outline'),
    n: () => room.activateNext(1),
    p: () => room.activateNext(-1),
    g: () => room.goToActive(),
    m: () => room.maximise(room.viewing.current),
    '0': () => room.viewing.fit(),
    ' ': () => room.setPanning(true),
    '?': () => room.help(),
    escape: () => {
      room.layout.help.hidden = true;
    },
    arrowup: scroll(-1),
    arrowdown: scroll(1),
    pageup: scroll(-10),
    pagedown: scroll(10),
    home: toEnd(false),
    end: toEnd(true),
  };
  for (const tool of tools) actions[tool.key.toLowerCase()] = () => room.setTool(tool.id);
  windowPresets.forEach((_, n) => {
    actions[String(n + 1)] = () => room.preset(n);
  });
  return actions;
}
