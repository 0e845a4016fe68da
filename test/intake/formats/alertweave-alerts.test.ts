import { alertweaveAlerts } from '../../../src/intake/formats/alertweave-alerts.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(alertweaveAlerts);
