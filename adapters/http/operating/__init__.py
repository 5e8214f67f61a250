"""What those see who operate hoso: health, metrics, the line of each request, traces."""
