import { HarnessPortal } from './portal.ts';

const port = await new HarnessPortal('../../wwwroot/viewer').listen(Number(process.env.PORT ?? 5190));
console.log(`http://127.0.0.1:${port}`);
