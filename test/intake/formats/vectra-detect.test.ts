import { vectraDetect } from '../../../src/intake/formats/vectra-detect.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(vectraDetect);
