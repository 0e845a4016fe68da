import { secopsDetection } from '../../../src/intake/formats/secops-detection.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(secopsDetection);
