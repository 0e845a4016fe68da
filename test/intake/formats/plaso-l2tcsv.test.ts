import { plasoL2tcsv } from '../../../src/intake/formats/plaso-l2tcsv.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(plasoL2tcsv);
