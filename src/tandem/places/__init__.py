"""Official geography: communes, intermunicipalities, departments, regions, employment zones and zonings, by date."""
