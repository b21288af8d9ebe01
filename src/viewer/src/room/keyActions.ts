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
    '.': () => room.pickRange(),
    v: () => room.setHand({ ball: !room.hand.ball }),
    'ctrl+z': () => room.undo(),
    'ctrl+y': () => room.redo(),
    'ctrl+shift+z': () => room.redo(),
    'ctrl+s': () => room.save(),
    'alt+enter': () => room.reading.done(),
    'alt+n': () => room.reading.next(),
    j: () => room.viewing.invert(),
    u: () => room.nextSlab(),
    i: () => room.commands?.interpolate(),
    enter: () => room.commands?.confirm(),
    'ctrl+enter': () => room.commands?.confirmAll(),
    delete: () => room.commands?.dropProvisional(),
    backspace: () => room.measurements.removeLast(),
    'ctrl+delete': () => room.commands?.dropProvisional(true),
    'ctrl+arrowup': () => room.commands?.copySlice(1),
    'ctrl+arrowdown': () => room.commands?.copySlice(-1),
    'alt+1': () => room.commands?.largestIsland(),
    'alt+2': () => room.commands?.smallIslands(),
    'alt+3': () => room.commands?.fillHoles(),
    'alt+4': () => room.commands?.smooth(),
    'alt+5': () => room.commands?.margin(),
    'alt+6': () => room.commands?.shell(),
    'alt+7': () => room.commands?.clearSlice(),
    'alt+u': () => room.commands?.combine('union'),
    'alt+i': () => room.commands?.combine('intersect'),
    'alt+d': () => room.commands?.combine('subtract'),
    h: () => room.setMaskStyle(room.maskStyle === 'hidden' ? 'filled' : 'hidden'),
    o: () => room.setMaskStyle(room.maskStyle === 'outline' ? 'filled' : 'outline'),
    n: () => room.activateNext(1),
    p: () => room.activateNext(-1),
    g: () => room.goToActive(),
    m: () => room.maximise(room.viewing.current),
    '0': () => room.viewing.fit(),
    ' ': () => {
      room.strokes.isPanning = true;
    },
    '+': () => room.addStructure(),
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
  // While nothing can be drawn a key would change what nobody sees.
  const seen = Object.entries(actions).map(([key, act]): [string, KeyAction] => [
    key,
    (event) => {
      if (room.graphics.isLost) return;
      room.notice.acted();
      act(event);
    },
  ]);
  return Object.fromEntries(seen);
}
