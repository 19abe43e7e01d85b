"""Lists of persons that leave as a workbook: masked by whoever may, with full numbers by approval."""
