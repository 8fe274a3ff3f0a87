"""Parts of a Django page that update without a reload, from one template file."""
