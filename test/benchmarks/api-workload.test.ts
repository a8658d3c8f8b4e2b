import { expect, it } from 'vitest';
import { goals, workload } from '../../benchmarks/api/workload.ts';

it('the service is measured at the same work and against the same goals as ever', () => {
  expect({ workload, goals }).toMatchInlineSnapshot(`
    {
      "goals": {
        "countedRatio": 0.9,
        "idleReadsPerSecond": 4000,
        "loadedReadsPerSecond": 1500,
        "loopLagP99Milliseconds": 20,
        "memoryRatio": 1.2,
        "pacedP99Milliseconds": 50,
        "uploadRatio": 0.5,
      },
      "workload": {
        "backlog": 48,
        "bamReads": 10000000,
        "connections": 256,
        "pacedReadsPerSecond": 500,
        "partBytes": 16777216,
        "readers": 200,
        "reports": 200,
        "seconds": 8,
        "uploadPairs": 3,
        "warmUpSeconds": 4,
      },
    }
  `);
});
