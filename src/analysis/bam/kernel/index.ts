// The kernel: what the host calls. Addresses are of its one memory, laid out as memory-map.ts says.
export { blockSize, contentCrc32, contentSize, inflateBlock } from './bgzf/block';
export { inflate } from './inflate/inflate';
export { prepareScan, scan } from './scan/scan-records';
