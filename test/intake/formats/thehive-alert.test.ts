import { theHiveAlert } from '../../../src/intake/formats/thehive-alert.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(theHiveAlert);
