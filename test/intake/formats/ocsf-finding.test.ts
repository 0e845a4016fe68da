import { ocsfFinding } from '../../../src/intake/formats/ocsf-finding.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(ocsfFinding);
