"""Warm kernels: a process that has imported the heavy libraries once, and forks a kernel for each notebook.

template (the owner's side: start it, ask it for a child, hold the child) → process (what the template does all day)
→ child (what a fork does before it is anybody's) → kernel (a fork that becomes a kernel); imports lists what is loaded
beforehand, and provisioner is the door by which papermill, nbclient, nbval and JupyterLab come in.
"""
