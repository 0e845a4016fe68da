import { graphAlertsV2 } from '../../../src/intake/formats/graph-alerts-v2.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(graphAlertsV2);
