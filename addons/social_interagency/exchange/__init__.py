"""Electronic exchange without the ORM: papers as XML, packages, carriers, signatures."""
