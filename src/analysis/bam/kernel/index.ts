// The kernel: what the host calls. Addresses are of its one memory, laid out as memory-map.ts says.
export { blockSize, contentSize, inflateBlock } from './bgzf/block';
export { crc32 } from './bgzf/crc32';
export { inflate } from './inflate/inflate';
export { prepareScan, scan } from './scan/scan-records';
