import { qradarOffense } from '../../../src/intake/formats/qradar-offense.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(qradarOffense);
