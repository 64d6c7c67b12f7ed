/** The name of a metric of this system. The prefix keeps it apart from those of other systems in one Prometheus. */
export const metricName = <Name extends string>(name: Name): `eservice_${Name}` => `eservice_${name}`;
