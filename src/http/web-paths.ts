/** The addresses at which the page stands; its own table of routes has the same. */
export const webPaths = [
  '/',
  '/runs',
  '/runs/:id',
  '/samples/:id',
  '/queue',
  '/reports',
  '/reports/:id',
  '/models',
  '/models/:id',
  '/aftercare',
  '/aftercare/:id',
  '/look-backs',
  '/look-backs/:id',
  '/administration',
  '/administration/:id',
] as const;
