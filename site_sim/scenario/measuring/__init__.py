"""What this machine's mechanics really take: small drivers that run the program, and clocks."""
