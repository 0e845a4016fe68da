import { gcpSccFinding } from '../../../src/intake/formats/gcp-scc-finding.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(gcpSccFinding);
