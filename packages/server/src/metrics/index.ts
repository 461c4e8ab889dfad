export { createMetrics, type MetricSources, type Metrics } from "./metrics.js";
