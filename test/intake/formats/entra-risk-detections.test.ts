import { entraRiskDetections } from '../../../src/intake/formats/entra-risk-detections.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(entraRiskDetections);
