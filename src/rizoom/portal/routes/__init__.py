"""Routes of the portal: pages for people, an API for machines."""
