import { busSuite } from './bus-suite.ts';
import { localBus } from './local.ts';

busSuite('localBus', localBus);
