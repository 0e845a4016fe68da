import { mdeAlerts } from '../../../src/intake/formats/mde-alerts.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(mdeAlerts);
