"""Electronic exchange without the ORM: papers, packages, carriers, signatures."""
