import { cortexXdrAlerts } from '../../../src/intake/formats/cortex-xdr-alerts.ts';
import { describeImporter } from '../describe-importer.ts';

describeImporter(cortexXdrAlerts);
