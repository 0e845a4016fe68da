import { graphAlertsLegacy } from '../../../src/intake/formats/graph-alerts-legacy.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(graphAlertsLegacy);
