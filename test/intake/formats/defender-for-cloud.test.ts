import { defenderForCloud } from '../../../src/intake/formats/defender-for-cloud.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(defenderForCloud);
