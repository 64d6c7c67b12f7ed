const probes: ReadonlySet<string> = new Set(['/health/live', '/health/ready', '/metrics']);

/** Routes that machines ask every few seconds. They would hide what people ask for. */
export const isProbe = (route: string): boolean => probes.has(route);
