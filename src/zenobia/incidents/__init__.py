"""Make Incidents: claims of one happening joined, and the account that they give together."""
